"""The committed reference of the command line is the one that the commands' own help makes."""

from pathlib import Path

from stronghold.cli.reference import commands_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"


def test_the_committed_page_is_the_generated_one():
    made = commands_page()
    assert PAGE.read_text(encoding="utf-8") == made, "python -m stronghold.cli.reference > docs/reference/commands.md"


def test_every_command_is_there_with_an_example():
    made = commands_page()
    for section in made.split("\n## ")[1:]:
        assert f"Example: `{section.splitlines()[0].split()[0]} " in section, section.splitlines()[0]
