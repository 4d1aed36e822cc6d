"""Workers: child processes that set one release after another.

setter.Setter     one child, by which its owner has one release set at a time
crew.deliveries   many releases by several setters; the one that breaks its setter is told, the others are made
delivery          what a release became
"""
