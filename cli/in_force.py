"""The settings of a command: read once, and where they cannot be used the command ends with what is wrong."""

from __future__ import annotations

import os
import sys
from functools import cache

import click

from settings.sources import SettingsError, Settled, settle


@cache
def in_force() -> Settled:
    """The settings of this process."""
    try:
        return settle(os.environ)
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
