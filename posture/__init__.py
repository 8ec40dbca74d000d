"""The domain of Force Posture: claims about the strength of forces, kept with who said them, where and when."""
