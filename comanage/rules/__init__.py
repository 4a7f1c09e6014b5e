"""The arithmetic of an agreement: plain values in, plain values out, exact numbers only."""
