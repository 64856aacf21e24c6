"""The command `kanri` itself, to which every other module of this package adds."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def kanri() -> None:
    """OpenKanri: the open register of Japan's Technical Intern Training Program."""
