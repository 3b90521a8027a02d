"""The machine reports that come by themselves, from inventory agents and from the probe, and wait for their device.

They are read at the door and only what describes the hardware is kept. A report whose machine is known goes to its device
at once; the others wait until someone of the workshop says which device they are of.
"""
