# Constraints inside the appliance. The kernel has one clock, which the platform makes and constrains; nothing in it is
# asynchronous, so there are no false paths to declare. What the host writes before it lets frames in is quiet while they
# pass, but it is timed like everything else: a register that the host changes in mid-session must take effect in one cycle.

# Reset enters one register and spreads from there. Copies of that register may be made, so that none drives far.
set_property MAX_FANOUT 512 [get_cells -hierarchical -filter {NAME =~ *appliance_kernel*/rst_i_reg}]
