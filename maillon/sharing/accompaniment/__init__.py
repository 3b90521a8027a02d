"""What makes equipment useful: programmes, sessions at a place, enrolment, attendance."""
