"""Documents put together sentence by sentence, so that nothing depends on how texts are cut."""

from plumbline.text.document import Block, Document, Sentence


def make_document(*paragraphs: tuple[str, ...]) -> Document:
    """Return a document of paragraphs, each a kind and its sentences."""
    text, blocks, made = "", [], []
    for paragraph, (kind, *sentences) in enumerate(paragraphs, 1):
        begin = len(text)
        for sentence in sentences:
            start = len(text)
            text += sentence + " "
            made.append(Sentence(len(made) + 1, paragraph, kind, start, start + len(sentence)))
        blocks.append(Block(kind, begin, len(text)))
    return Document("page", text, tuple(blocks), tuple(made))
