"""Thresholds for this site's scores that flag as much as old thresholds did on old scores."""
