"""Jobs: the door behind which work is done later, by a thread of the app or by processes of their own.

What is to be done stands in the database (records/job.py), and what a job can make in
actions/batches. Here is who wakes a worker (messenger.py) and what a worker does (worker.py).
"""
