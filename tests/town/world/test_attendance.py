from __future__ import annotations

import numpy as np


def test_pupils_are_of_school_age_and_in_one_school_at_a_time(town):
    attendance = town.attendance
    pupils = np.flatnonzero(attendance.how == "pupil")
    age = town.society.age_of(attendance.person[pupils], attendance.since[pupils])
    assert len(pupils) > 500 and age.min() > 3.9 and age.max() < 17
    order = pupils[np.lexsort((attendance.since[pupils], attendance.person[pupils]))]
    same = attendance.person[order][1:] == attendance.person[order][:-1]
    assert (attendance.to[order][:-1][same] <= attendance.since[order][1:][same]).all()


def test_staff_and_clients_are_grown_up_and_nobody_attends_when_dead(town):
    attendance = town.attendance
    for how, least in (("staff", 17), ("client", 17)):
        of = attendance.how == how
        assert town.society.age_of(attendance.person[of], attendance.since[of]).min() > least
    died = town.where.died[attendance.person]
    assert (np.isnat(attendance.to) | (attendance.to <= died)).all()


def test_most_people_are_on_a_surgery_list(town):
    patients = set(town.attendance.person[town.attendance.how == "patient"].tolist())
    assert len(patients) > 0.85 * town.size.people
