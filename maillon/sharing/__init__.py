"""How things reach people."""
