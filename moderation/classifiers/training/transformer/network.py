"""The network: a BERT encoder, the mean of its tokens, one linear head for all attributes."""

from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from moderation.classifiers.corpora.corpus import COLUMNS

_DROPOUT = 0.2
_DROPOUT_SAMPLES = 4


class Network(nn.Module):
    """Gives each text one logit for each attribute of COLUMNS.

    The head is applied to the mean of the tokens' vectors, so that a logit is
    the mean of what each token adds.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.head = nn.Linear(config.hidden_size, len(COLUMNS))
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return logits, texts × attributes, for token ids and their mask, texts × tokens."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        if not self.training:
            return cast(Tensor, self.head(mean))
        # Several dropouts of one encoding steady the gradient of the head at little cost.
        samples = [self.head(self.dropout(mean)) for _ in range(_DROPOUT_SAMPLES)]
        return torch.stack(samples).mean(0)


def load_encoder(folder: Path) -> Network:
    """Return a network whose encoder is read from `folder`, its head new."""
    encoder = BertModel.from_pretrained(  # nosec B615 -- a folder, which is not downloaded
        folder,
        add_pooling_layer=False,
        local_files_only=True,
        # Each example is seen twice at most: dropping hidden units costs a fifth of the time
        # and regularises what does not overfit.
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    network = Network(encoder.config)
    network.encoder = encoder
    return network


def freeze_below(network: Network, layers: int) -> None:
    """Let only the last `layers` layers and the head learn; all below stays as it is."""
    total = network.encoder.config.num_hidden_layers
    for name, parameter in network.named_parameters():
        parameter.requires_grad = _depth(name, total) > total - layers


def parameter_groups(network: Network, rate: float, decay: float) -> list[dict[str, Any]]:
    """Return the optimiser's groups: each layer learns `decay` times as fast as the one above.

    What is frozen is in none.
    """
    layers = network.encoder.config.num_hidden_layers
    groups: dict[tuple[int, bool], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        key = (_depth(name, layers), parameter.ndim > 1)
        groups.setdefault(key, []).append(parameter)
    return [
        {
            "params": parameters,
            "lr": rate * decay ** (layers + 1 - depth),
            "weight_decay": 0.01 if is_matrix else 0.0,
        }
        for (depth, is_matrix), parameters in groups.items()
    ]


def _depth(name: str, layers: int) -> int:
    """Return how far above the embeddings a parameter is: 0 to the number of layers + 1."""
    if name.startswith("encoder.embeddings"):
        return 0
    if name.startswith("encoder.encoder.layer."):
        return int(name.split(".")[3]) + 1
    return layers + 1
