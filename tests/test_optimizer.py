"""Muon and AdamW as one optimizer: each has its parameters, and a saved state goes on as it was."""

import copy

import pytest
import torch
from torch import nn

from extract_filings.training.optimizer import MuonAdamW

RATES = {"layer": 0.02, "embed": 0.1}


def model():
    torch.manual_seed(0)
    return nn.ModuleDict({"embed": nn.Embedding(7, 8), "layer": nn.Linear(8, 8)})


def optimizer(of):
    return MuonAdamW(of.named_parameters(), lambda name: RATES[name.split(".")[0]])


def steps(of, by, count):
    words = torch.arange(7)
    for _ in range(count):
        loss = (of["layer"](of["embed"](words)) - 1).square().mean()
        loss.backward()
        by.step(), by.zero_grad()
    return loss.item()


def test_matrices_are_muons_and_what_rows_are_looked_up_in_is_adams():
    one = model()
    muon, adam = optimizer(one).both
    held = [{id(p) for g in o.param_groups for p in g["params"]} for o in (muon, adam)]
    assert held == [{id(one["layer"].weight)}, {id(one["embed"].weight), id(one["layer"].bias)}]


def test_each_parameter_has_the_rate_of_its_name():
    rates = {tuple(p.shape): g["lr"] for g in optimizer(model()).param_groups for p in g["params"]}
    assert rates == {(8, 8): 0.02, (7, 8): 0.1, (8,): 0.02}


def test_it_learns():
    one = model()
    by = optimizer(one)
    assert steps(one, by, 60) < 0.1 * steps(model(), optimizer(model()), 1)


def test_a_saved_state_goes_on_as_an_undisturbed_run_does():
    one, other = model(), model()
    by = optimizer(one)
    steps(one, by, 3)
    saved = copy.deepcopy((one.state_dict(), by.state_dict()))
    undisturbed = steps(one, by, 3)
    other.load_state_dict(saved[0])
    resumed = optimizer(other)
    resumed.load_state_dict(saved[1])
    assert steps(other, resumed, 3) == pytest.approx(undisturbed, rel=1e-6)
    assert {g["lr"] for g in resumed.param_groups} == set(RATES.values())
