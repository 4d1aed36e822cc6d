"""Workers: child processes that set one release after another.

setter.Setter       one child, by which its owner has one release set at a time
post.Post           the place of a setter, filled again when it is lost or worn out
crew.deliveries     many releases by several setters; the one that breaks its setter is told, the others are made
cluster.deliveries  the same by the workers of a Dask cluster, on other machines (scheduler: where it is)
parcel              releases with all the files that they are made of, on their way to a worker
dask_worker         what runs there
delivery            what a release became
"""
