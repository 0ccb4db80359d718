"""Top-quark pairs with one lepton, after the Analysis Grand Challenge of IRIS-HEP, in small."""
