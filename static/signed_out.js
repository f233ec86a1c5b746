// Nobody is signed in: no copy of the rules stays. What somebody wrote down without a network waits for them.
device.wipe();
