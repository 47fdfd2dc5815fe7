"""The network behind the quote model: one small encoder, a tagger with a CRF, and two pointers."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from quoteattr.windows import FEATURE_SIZES

# O, then begin and inside of each element; the order is fixed by quoteattr.decoding.
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
POINTER_SIZE = 128  # dimensions of the space in which a piece meets the piece it points to


class QuoteNetwork(nn.Module):
    """Score tags and links for windows of word pieces.

    Args:
        config: The configuration of the encoder.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        size = config.hidden_size
        self.marks = nn.ModuleList(nn.Embedding(n, size) for n in FEATURE_SIZES)
        for table in self.marks:
            nn.init.zeros_(table.weight)  # so that training starts at the pretrained encoder
        self.drop = nn.Dropout(0.1)
        self.tagger = nn.Linear(size, len(TAGS))
        self.asks = nn.ModuleList(nn.Linear(size, POINTER_SIZE) for _ in range(2))
        self.answers = nn.ModuleList(nn.Linear(size, POINTER_SIZE) for _ in range(2))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.first = nn.Parameter(torch.zeros(len(TAGS)))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return tag scores ``[B, T, 7]``, source pointers ``[B, T, T]`` and cue pointers ``[B, T, T]``."""
        words = self.encoder.embeddings.word_embeddings(ids)
        for channel, table in enumerate(self.marks):
            words = words + table(features[:, :, channel])
        hidden = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        hidden = self.drop(hidden)
        hide = (1.0 - mask[:, None, :].to(hidden.dtype)) * -1e4
        sources, cues = (
            ask(hidden) @ answer(hidden).transpose(1, 2) / POINTER_SIZE**0.5 + hide
            for ask, answer in zip(self.asks, self.answers, strict=True)
        )
        return self.tagger(hidden), sources, cues

    def crf_loss(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Return the negative log-likelihood of ``tags`` per piece (Lafferty et al. 2001)."""
        mask = mask.bool()
        steps = scores.shape[1]
        alpha = self.first + scores[:, 0]
        gold = alpha.gather(1, tags[:, :1]).squeeze(1)
        for at in range(1, steps):
            here = torch.logsumexp(alpha[:, :, None] + self.transitions, dim=1) + scores[:, at]
            alpha = torch.where(mask[:, at, None], here, alpha)
            step = self.transitions[tags[:, at - 1], tags[:, at]] + scores[:, at].gather(
                1, tags[:, at : at + 1]
            ).squeeze(1)
            gold = gold + step * mask[:, at]
        return (torch.logsumexp(alpha, dim=1) - gold).sum() / mask.sum()
