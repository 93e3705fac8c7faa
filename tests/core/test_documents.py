"""Documents: known by what is in them, kept as they are, refused when something in them runs."""

import io
import struct
import time
import zipfile
import zlib

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from core import documents
from core.errors import UploadRefused
from core.uploads import EXTENSIONS, accept_upload

TYPES = "application/vnd.openxmlformats-officedocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
RELATIONS = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>%s</Relationships>"


def pdf(body=b"", trailer=b""):
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body
        + b"trailer\n<< /Root 1 0 R " + trailer + b">>\nstartxref\n9\n%%EOF\n"
    )  # fmt: skip


def stream(text, words=b"/Type /ObjStm /Filter /FlateDecode"):
    return b"5 0 obj\n<< " + words + b" >>\nstream\n" + zlib.compress(text) + b"\nendstream\nendobj\n"


def office(main="wordprocessingml.document", **parts):
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{TYPES}{main}.main+xml"/></Types>'
    return packed({"[Content_Types].xml": types, "word/document.xml": "<w/>", **parts})


def opendocument(kind="text", **parts):
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<o/>", **parts})


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def relation(kind, target, mode="External"):
    row = f"<Relationship Id='1' Type='http://x/relationships/{kind}' Target='{target}' TargetMode='{mode}'/>"
    return office(**{"word/_rels/settings.xml.rels": RELATIONS % row})


def workbook():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Deltagare")
        sheet.write_url(1, 0, "https://example.org")
    return file.getvalue()


def taken(content, name="file"):
    return accept_upload(SimpleUploadedFile(name, content))


TAKEN = {
    "pdf": (pdf(), ".pdf"),
    "pdf that opens on its first page": (pdf(trailer=b"/OpenAction [1 0 R /Fit] "), ".pdf"),
    "pdf with packed objects": (pdf(stream(b"<< /Type /Page >>")), ".pdf"),
    "pdf with a broken stream": (pdf(b"stream\nnot packed\nendstream\n"), ".pdf"),
    "pdf that writes about scripts": (pdf(b"(how to run JavaScript and launch things)"), ".pdf"),
    "pdf with very many pixels": (pdf(stream(b"\0" * 90_000_000, b"/Subtype /Image /Filter /FlateDecode")), ".pdf"),
    "docx": (office(), ".docx"),
    "docx with a link": (relation("hyperlink", "https://example.org"), ".docx"),
    "docx of a template on a disk": (relation("attachedTemplate", "file:///C:\\Mallar\\Brev.dotx"), ".docx"),
    "docx with a chart": (office(**{"word/embeddings/sheet.xlsx": workbook()}), ".docx"),
    "pptx": (office("presentationml.presentation"), ".pptx"),
    "xlsx": (workbook(), ".xlsx"),
    "xlsx with a printer": (office("spreadsheetml.sheet", **{"xl/printerSettings1.bin": b"\0\1"}), ".xlsx"),
    "odt": (opendocument(), ".odt"),
    "ods": (opendocument("spreadsheet"), ".ods"),
    "odp": (opendocument("presentation"), ".odp"),
    "text": (b"- Vi m\xc3\xb6ttes\r\n- = 12 personer\n", ".txt"),
}
REFUSED = {
    "pdf with a script": (pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "upload.active"),
    "pdf with a script in hexadecimal": (pdf(b"<< /S /J#61va#53cript >>"), "upload.active"),
    "pdf with a packed script": (pdf(stream(b"<< /S /JavaScript >>")), "upload.active"),
    "pdf with a packed script far back": (pdf(stream(b"<< >>" * 100_000 + b"/#4aavaScript ")), "upload.active"),
    "pdf with a script behind a picture": (
        pdf(stream(b"pixels", b"/Subtype /Image") + stream(b"<< /S /JavaScript >>")),
        "upload.active",
    ),
    "pdf with a script that calls itself a picture": (
        pdf(stream(b"<< /S /JavaScript >>", b"/Type /ObjStm /Subtype /Image")),
        "upload.active",
    ),
    "pdf that starts a program": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "upload.active"),
    "pdf with a file in it": (pdf(b"<< /EmbeddedFiles 7 0 R >>"), "upload.active"),
    "pdf with a film": (pdf(b"<< /Subtype /RichMedia >>"), "upload.active"),
    "pdf with a form of its own": (pdf(b"<< /AcroForm << /XFA [(a) 1 0 R] >> >>"), "upload.active"),
    "pdf that reads a script": (pdf(b"<< /S /Rendition /JS 3 0 R >>"), "upload.active"),
    "pdf bomb": (pdf(stream(b" " * 90_000_000)), "upload.active"),
    "pdf of a million streams": (pdf(b"stream\n" * 1_000_000), "upload.active"),
    "pdf with a password": (pdf(trailer=b"/Encrypt 4 0 R "), "upload.locked"),
    "docx with macros": (office(**{"word/vbaProject.bin": OLE}), "upload.active"),
    "docx with macros by another name": (office(**{"word/picture.bin": OLE}), "upload.active"),
    "docx with a program": (office(**{"word/a.png": b"MZ\x90\0"}), "upload.active"),
    "docx with a program by name": (office(**{"word/a.js": "alert(1)"}), "upload.active"),
    "docx with a control": (office(**{"word/activeX/activeX1.xml": "<ax/>"}), "upload.active"),
    "docx of a template elsewhere": (relation("attachedTemplate", "https://x.example/a.dotm"), "upload.active"),
    "docx of a template on a server": (relation("attachedTemplate", "\\\\\\\\x.example\\\\a"), "upload.active"),
    "docx of a template on a server's file": (relation("oleObject", "file://x.example/a"), "upload.active"),
    "docx that frames a page": (relation("frame", "//x.example/a"), "upload.active"),
    "docx with broken relations": (office(**{"word/_rels/a.rels": "<Relationships>"}), "upload.broken"),
    "docm": (office(**{"[Content_Types].xml": "macroEnabled"}), "upload.type"),
    "template": (office("wordprocessingml.template"), "upload.type"),
    "xlsx with old macros": (office("spreadsheetml.sheet", **{"xl/macrosheets/a.xml": "<m/>"}), "upload.active"),
    "odt with macros": (opendocument(**{"Basic/Standard/Module1.xml": "<m/>"}), "upload.active"),
    "odt with scripts": (opendocument(**{"Scripts/python/a.py": "x"}), "upload.active"),
    "odt without a text": (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "upload.type"),
    "opendocument drawing": (opendocument("graphics"), "upload.type"),
    "zip": (packed({"a.txt": "x"}), "upload.type"),
    "jar": (packed({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": "x"}), "upload.type"),
    "docx bomb": (office(**{"word/media/a.bmp": b"\0" * 30_000_000}), "archive.bomb"),
    "docx with entities": (office(**{"word/a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "archive.declares"),
    "docx that leads out": (office(**{"../../a.xml": "<a/>"}), "archive.part_name"),
    "docx behind a page": (b"<html>" + office(), "upload.type"),
    "old word": (OLE, "upload.type"),
    "text with a bell": (b"abc\x07", "upload.type"),
    "text with a zero": (b"abc\0def", "upload.type"),
    "text of no encoding": (b"\x81\x8d", "upload.type"),
    "half of UTF-16": (b"\xff\xfea", "upload.type"),
}


def test_corpus_is_large_enough():
    assert len(TAKEN) + len(REFUSED) >= 50


@pytest.mark.parametrize("label", TAKEN)
def test_documents_are_kept_as_they_are(label):
    content, extension = TAKEN[label]

    upload = taken(content, "Report.exe")

    assert upload.content == content
    assert upload.extension == extension == EXTENSIONS[upload.content_type]
    assert upload.original_name == f"Report.exe{extension}"


@pytest.mark.parametrize("name", ["a", "a.pdf", "a.csv"])
@pytest.mark.parametrize("label", REFUSED)
def test_what_runs_or_is_unknown_is_refused_whatever_its_name(label, name):
    content, code = REFUSED[label]

    with pytest.raises(UploadRefused) as refused:
        taken(content, name)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Åre;1\n".encode(), "Åre;1\n"),
        ("\ufeffÅre;1\n".encode(), "Åre;1\n"),
        ("Åre;1\n".encode("cp1252"), "Åre;1\n"),
        ("Åre;1\n".encode("utf-16"), "Åre;1\n"),
        (b"a;-5;+46 70 123\n", "a;-5;+46 70 123\n"),
        (b"- one\n- two, three\n", "- one\n- two, three\n"),
    ],
)
def test_text_is_kept_in_one_encoding(sent, kept):
    upload = taken(sent, "Lista.CSV")

    assert upload.content.decode() == kept
    assert (upload.content_type, upload.original_name) == (documents.CSV, "Lista.CSV")


@pytest.mark.parametrize(
    "line",
    ["=1+1", "\"=cmd|' /C calc'!A0\"", "a;=1+1", "a,b,@SUM(A1)", "a\t=1+1", "+cmd|' /C calc'!A0", "\uff1d1+1", " ;=1"],
)
def test_csv_that_a_spreadsheet_would_run_is_refused_with_its_line(line):
    with pytest.raises(UploadRefused) as refused:
        taken(f"name;n\nÅre;1\n{line}\n".encode(), "a.csv")

    assert (refused.value.code, refused.value.params) == ("upload.formula", {"line": 3})
    assert taken(f"name;n\nÅre;1\n{line}\n".encode(), "a.txt").content_type == documents.TEXT


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"stream\n" * 99_000),
        pdf(b"stream\n" + zlib.compress(b"x" * 100) * 200_000),
        pdf(stream(b"x" * 200) * 90_000),
        pdf(b"/#4aav" * 1_400_000),
        pdf(stream(b"/JavaScrip" * 5_000_000)),
    ],
)
def test_odd_files_take_little_time(content):
    started = time.process_time()

    taken(content)

    assert len(content) < 20_000_000
    assert time.process_time() - started < 3


def test_streams_inside_one_another_are_refused_before_they_take_long():
    mark = b"stream\n\x78\x01"
    # Each stream holds the marks of all that follow, and then five million blocks that hold nothing.
    nested = mark + (b"\0" + struct.pack("<HH", len(mark), 0xFFFF - len(mark)) + mark) * 300
    nothing = (sum(0b10 << 10 * block for block in range(4))).to_bytes(5, "little")
    content = pdf(nested + nothing * 1_200_000)
    started = time.process_time()

    with pytest.raises(UploadRefused) as refused:
        taken(content)

    assert refused.value.code == "upload.active"
    assert time.process_time() - started < 3
