"""Today: what is due now, the morning walk through it, and the guide of a site's first week."""
