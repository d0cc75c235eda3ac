"""Work that the machine does alone: exactly once per period, whatever happens to the machine.

`periods` says what is due on China's wall clock; `slots` claims a period in the database,
which decides between any number of schedulers; `heartbeat` tells the living from the dead;
`runner` puts them together; `ticker` looks at the clock; `silence` raises the alarm when no
scan was made for days; `sentences` says of a run what became of it.
"""
