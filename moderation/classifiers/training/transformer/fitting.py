"""Fine-tunes the network; can be stopped at any moment and resumed."""

import copy
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from moderation.classifiers.arrays import Floats
from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.training.transformer.batches import (
    Batch,
    collate,
    in_order_of_length,
    order,
)
from moderation.classifiers.training.transformer.examples import Encoded
from moderation.classifiers.training.transformer.network import (
    Network,
    freeze_below,
    parameter_groups,
)

_CHECKPOINT_SECONDS = 180
_PREDICTED_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Fit:
    """How the network is fine-tuned; the defaults make the shipped release.

    `layers` is how many of the last layers learn, all by default. `seconds` is how long at
    most, over all resumed parts of a run; the rate falls so that it ends then.
    """

    batch: int = 48
    rate: float = 1.5e-4
    layer_decay: float = 0.9
    warm_up: float = 0.06
    average: float = 0.998
    clip: float = 1.0
    watched_every: int = 200
    layers: int | None = None
    seconds: float | None = None


class Fitting:
    """The state of a training run: the network, its running average, and how far it is.

    Each stage's examples are seen once, one stage after the other.
    """

    def __init__(
        self, network: Network, stages: Sequence[Sequence[Encoded]], fit: Fit, *, seed: int
    ) -> None:
        self.network = network
        self.fit = fit
        self.step = 0
        self.spent = 0.0
        self.average = {name: value.clone() for name, value in network.state_dict().items()}
        if fit.layers is not None:
            freeze_below(network, fit.layers)
        groups = parameter_groups(network, fit.rate, fit.layer_decay)
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
        self._base_rates = [group["lr"] for group in self.optimiser.param_groups]
        self._batches = [
            [stage[row] for row in chosen]
            for number, stage in enumerate(stages)
            for chosen in order(stage, fit.batch, seed=seed + number)
        ]

    @property
    def steps(self) -> int:
        return len(self._batches)

    def run(self, checkpoint: Path, watch: Callable[["Fitting"], None]) -> None:
        """Train to the end or as long as `fit` says; `watch` sees each step.

        Writes `checkpoint` every few minutes and at the end.
        """
        written = time.monotonic()
        for rows in self._batches[self.step :]:
            if self._done() >= 1:
                break
            start = time.monotonic()
            self._learn(collate(rows))
            self.spent += time.monotonic() - start
            if time.monotonic() - written > _CHECKPOINT_SECONDS:
                self.save(checkpoint)
                written = time.monotonic()
            watch(self)
        self.save(checkpoint)

    def averaged(self) -> Network:
        """Return the network with the running average of its weights."""
        network = copy.deepcopy(self.network)
        network.load_state_dict(self.average)
        return network

    def save(self, path: Path) -> None:
        """Write the state, in one piece or not at all."""
        state = {
            "step": self.step,
            "steps": self.steps,
            "spent": self.spent,
            "network": self.network.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
            "random": torch.get_rng_state(),
        }
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        os.replace(partial, path)

    def resume(self, path: Path) -> None:
        """Go on from the state at `path`. Raises DataError if it is damaged or of another run."""
        try:
            state = torch.load(path, weights_only=True)
        except Exception as error:  # torch raises something else for each kind of damage
            raise DataError(f"{path} is damaged ({error}): delete it and start anew.") from error
        if state["steps"] != self.steps:
            raise DataError(
                f"{path} is from a run of {state['steps']:,} steps, this one has {self.steps:,}: "
                "the data or the settings differ; start anew in an empty folder."
            )
        self.network.load_state_dict(state["network"])
        self.average = state["average"]
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.step, self.spent = state["step"], state.get("spent", 0.0)

    def _learn(self, batch: Batch) -> None:
        self.network.train()
        for group, rate in zip(self.optimiser.param_groups, self._base_rates, strict=True):
            group["lr"] = rate * self._pace()
        self.optimiser.zero_grad()
        loss = masked_loss(self.network(batch.ids, batch.mask), batch)
        loss.backward()  # type: ignore[no-untyped-call]  # torch's
        nn.utils.clip_grad_norm_(self.network.parameters(), self.fit.clip)
        self.optimiser.step()
        self.step += 1
        self._average()

    def _done(self) -> float:
        """Return the share of the run that is over: of its steps or, if more, of its time."""
        by_time = self.spent / self.fit.seconds if self.fit.seconds else 0.0
        return max(self.step / self.steps, by_time)

    def _pace(self) -> float:
        """Return the share of the rate: rising at first, then falling along a cosine."""
        done, warm_up = self._done(), self.fit.warm_up
        if done < warm_up:
            return min(1.0, (done + 1 / self.steps) / warm_up)
        return 0.5 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))

    def _average(self) -> None:
        """Move the average towards the weights; it starts fast, so that the start is forgotten."""
        kept = min(self.fit.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                if value.dtype.is_floating_point:
                    self.average[name].lerp_(value, 1 - kept)


def masked_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Return the cross entropy with the shares of raters, over labels that are given."""
    given = ~torch.isnan(batch.labels)
    labels = torch.nan_to_num(batch.labels)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, labels, reduction="none")
    weights = given * batch.weights.unsqueeze(1)
    return (loss * weights).sum() / weights.sum().clamp(min=1e-6)


def predict(network: Network, rows: Sequence[Encoded]) -> Floats:
    """Return the logits of rows, rows × attributes, in their order."""
    network.eval()
    found: dict[int, Tensor] = {}
    with torch.inference_mode():
        for chosen in in_order_of_length(rows, _PREDICTED_TOGETHER):
            batch = collate([rows[row] for row in chosen])
            found.update(zip(chosen, network(batch.ids, batch.mask), strict=True))
    logits: Floats = torch.stack([found[row] for row in range(len(rows))]).double().numpy()
    return logits
