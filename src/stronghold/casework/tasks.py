"""Work that the worker does, one task at a time."""

from __future__ import annotations

from django_tasks import task

__all__ = ["run_build"]


@task()
def run_build(build_id: int) -> None:
    """Run the build of that id; nothing happens where it was begun or ended already."""
    from stronghold.casework.builds import run  # builds hands this task to the queue

    run(build_id)
