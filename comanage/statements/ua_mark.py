"""The mark by which a PDF says that it was written for assistive technology, too.

The engine writes one mark alone, that of an archivable file (PDF/A-3a). This one stands beside
it: PDF/UA-1, with the description of its one property, which an archivable file has to
carry for every property that its own standard does not know. It says what the file was
written as; nothing here proves that a file conforms.
"""

from typing import Any

UA_MARK = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END = b"</rdf:RDF>"


def mark(pdf: Any) -> None:  # noqa: ANN401 - the engine ships no types
    """Add the mark to the description that a file has of itself, of which there is one.

    Args:
        pdf: The file as the engine holds it, before it is written.
    """
    (stream,) = (one for one in pdf.objects if getattr(one, "extra", {}).get("Type") == "/Metadata")
    (text,) = stream.stream
    before, end, after = text.rpartition(END)
    stream.stream = [before + UA_MARK + end + after]
