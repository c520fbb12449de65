"""What those who run the site need: probes, request ids, logs, metrics. No relations here."""
