"""What every chapter stands on: settings, keys, clock, errors, audit, engine and the web frame."""
