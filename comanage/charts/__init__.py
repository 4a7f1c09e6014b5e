"""Charts: values to SVG text, the same for page and PDF; nothing here knows a database."""
