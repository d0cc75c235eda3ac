"""What the pages of this chapter hang on."""

from flask import Blueprint

blueprint = Blueprint("snapshots", __name__)
