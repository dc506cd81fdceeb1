"""The words of the site's own pages: those shipped, and how staff change them."""
