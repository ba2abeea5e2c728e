"""Shows how a training run goes: a progress bar with the AUC on held-out comments."""

import numpy as np
from rich.progress import Progress

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.training.transformer.examples import Encoded
from moderation.classifiers.training.transformer.fitting import Fitting, predict

_TOXICITY = list(COLUMNS).index(Attribute.TOXICITY)


class Watch:
    """Called after each step; measures the running average now and then."""

    def __init__(self, progress: Progress, rows: list[Encoded], steps: int) -> None:
        self._progress = progress
        self._rows = rows
        self._shares = np.array([row.labels[_TOXICITY] for row in rows])
        self._task = progress.add_task("Training", total=steps)

    def __call__(self, fitting: Fitting) -> None:
        if self._rows and fitting.step % fitting.fit.watched_every == 0:
            logits = predict(fitting.averaged(), self._rows)[:, _TOXICITY]
            auc = metrics.auc(self._shares, logits)
            self._progress.update(self._task, description=f"Training, held-out AUC {auc:.4f}")
        self._progress.update(self._task, completed=fitting.step)
