"""A file that a browser sends, written to the store while it comes in."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from stronghold.casework.incoming import Receiving
from stronghold.errors import BadInput
from stronghold.picture.store import Store

__all__ = ["IntoStore"]


class IntoStore(FileUploadHandler):
    """Takes the one file of the field ``file`` into the store's folder of incoming files, and nothing else.

    What is wrong on the way (too large, no room) is kept as ``problem``; the rest of the body is then read and thrown away.
    """

    def __init__(self, store: Store, largest: int) -> None:
        super().__init__()
        self._store = store
        self._largest = largest
        self.receiving: Receiving | None = None
        self.problem: BadInput | None = None

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        if field_name != "file" or self.receiving is not None:
            raise SkipFile
        super().new_file(field_name, *args, **kwargs)
        self.receiving = Receiving(self._store, self._largest)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.receiving is None or self.problem is not None:
            return
        try:
            self.receiving.write(raw_data)
        except BadInput as error:
            self.problem = error
        except OSError as error:
            self.problem = BadInput(f"The file could not be kept ({error.strerror}).", remedy="Tell whoever keeps the server.")

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """Says the name and the size; the bytes are in the store."""
        return UploadedFile(BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size)

    def abandon(self) -> None:
        """Take away what was received, unless it was settled."""
        if self.receiving is not None:
            self.receiving.abandon()
