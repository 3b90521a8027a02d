"""Gift, solidarity sale or loan: the appointment, the act bound to its accompaniment, the attestation, the guarantee."""
