from importlib import import_module

import numpy as np
import pytest

from moderation.classifiers.detoxify.mean_pooling import TOLERANCE, pooled_by_first_token

pytestmark = pytest.mark.needs("detoxify")


def make_network(*, width, largest):
    """A BERT of one layer with a head whose logits reach about `largest`, all as arrays."""
    torch, transformers = import_module("torch"), import_module("transformers")
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=50,
        hidden_size=width,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=2 * width,
        num_labels=5,
    )
    encoder = transformers.BertModel(config, add_pooling_layer=False).eval()
    head = torch.nn.Linear(width, 5)
    with torch.no_grad():
        head.weight.normal_(std=largest / width**0.5)
    return config, encoder, head


@pytest.mark.parametrize(("width", "largest"), [(32, 5), (384, 5), (384, 8)])
def test_the_logits_are_those_of_the_mean(width, largest):
    torch, transformers = import_module("torch"), import_module("transformers")
    config, encoder, head = make_network(width=width, largest=largest)
    ids = torch.randint(5, 50, (40, 20))
    mask = (torch.arange(20) < torch.randint(1, 21, (40, 1))).long()
    weights = {f"encoder.{name}": own.numpy() for name, own in encoder.state_dict().items()}
    weights |= {f"head.{name}": own.numpy() for name, own in head.state_dict().items()}
    config.num_hidden_layers = 2
    pooled = transformers.BertForSequenceClassification(config).eval()
    parameters = pooled_by_first_token(weights, layers=1)
    pooled.load_state_dict({name: torch.tensor(own) for name, own in parameters.items()})
    with torch.no_grad():
        hidden = encoder(ids, attention_mask=mask).last_hidden_state
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        expected, found = head(mean), pooled(ids, attention_mask=mask).logits
    assert float(expected.abs().max()) > largest / 2
    np.testing.assert_allclose(found.numpy(), expected.numpy(), atol=TOLERANCE)


def test_a_network_too_narrow_for_its_logits_is_refused():
    weights = {
        "head.weight": np.zeros((5, 10), np.float32),
        "head.bias": np.zeros(5, np.float32),
    }
    with pytest.raises(ValueError, match="5 logits do not fit into a network 10 wide"):
        pooled_by_first_token(weights, layers=1)
