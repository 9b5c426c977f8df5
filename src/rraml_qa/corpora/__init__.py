"""What the page's visitors may choose and add: corpora, their own uploads, and the pages of a PDF as pictures."""
