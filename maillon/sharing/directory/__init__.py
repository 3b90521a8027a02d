"""Places and services of digital inclusion: who helps, where, when, for whom; searched by anyone, kept true by those who run them."""
