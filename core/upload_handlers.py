"""Receiving large uploads: on the disk, and calmly when the disk is full."""

from contextlib import suppress
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class FileWithoutRoom(InMemoryUploadedFile):
    """Stands for a file that could not be received: the upload gate refuses it in words."""


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Writes an upload to the disk; when that fails the rest is read away, so that the form can still answer."""

    has_no_room = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.has_no_room = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self.has_no_room = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.has_no_room:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._give_up()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.has_no_room:
            try:
                self.file.flush()
                return super().file_complete(file_size)
            except OSError:
                self._give_up()
        return FileWithoutRoom(BytesIO(), self.field_name, self.file_name, self.content_type, 0, self.charset)

    def _give_up(self) -> None:
        self.has_no_room = True
        # Closing tries once more to write what is left, and removes the file all the same.
        with suppress(OSError):
            self.file.close()
