"""What applications add to the admin; each room's hooks are its own."""

from showcase.applications.carrying import hooks as carrying
from showcase.applications.decisions import hooks as decisions
from showcase.applications.files import hooks as files
from showcase.applications.jury import hooks as jury
from showcase.applications.keeping import hooks as keeping

__all__ = ["carrying", "decisions", "files", "jury", "keeping"]
