"""How a page looks: form renderer, tables, page-or-fragment, template tags. No models, no facts."""
