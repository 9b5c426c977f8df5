"""Names: what drugs, regimens, genes, trials and endpoints are called, and how a text's words link to them."""
