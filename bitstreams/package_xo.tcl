# Packs rtl/ into a Vitis kernel object (.xo). Run by build_image as
#   vivado -mode batch -source package_xo.tcl -tclargs REPOSITORY PART WORK_FOLDER OUTPUT.xo
# Written from the documentation of Vivado and Vitis 2022.1; not run where it was written.

if {$argc != 4} {
  puts stderr "package_xo.tcl: wants REPOSITORY PART WORK_FOLDER OUTPUT.xo"
  exit 2
}
lassign $argv repository part work output

set kernel appliance_kernel
set packaged [file join $work packaged]

# ---- Sources: the one package first, then one module a file. checks.svh is included, and empty under SYNTHESIS.
set sources [list [file join $repository rtl common layout_pkg.sv]]
foreach stage {common eth feed lob match pcie top} {
  foreach source [lsort [glob [file join $repository rtl $stage *.sv]]] {
    if {[file tail $source] ne "layout_pkg.sv"} {
      lappend sources $source
    }
  }
}

create_project -force package_$kernel [file join $work project] -part $part
add_files -norecurse $sources
add_files -norecurse [file join $repository rtl common checks.svh]
set_property file_type {Verilog Header} [get_files checks.svh]
set_property verilog_define SYNTHESIS [current_fileset]
add_files -fileset constrs_1 -norecurse [file join $repository bitstreams u50 timing.xdc]
set_property processing_order LATE [get_files timing.xdc]
set_property top $kernel [current_fileset]
update_compile_order -fileset sources_1

# ---- One IP of the kernel taxonomy. Vivado finds the AXI interfaces by the names of the ports.
ipx::package_project -root_dir $packaged -vendor hotbook -library kernel -name $kernel -version 1.0 \
  -taxonomy /KernelIP -import_files -set_current false
ipx::unload_core [file join $packaged component.xml]
ipx::edit_ip_in_project -upgrade true -name edit_$kernel -directory $packaged [file join $packaged component.xml]
set core [ipx::current_core]

foreach interface {s_axi_control m_axi_host s_axis_line_a s_axis_line_b
                   m_axis_kernel_a m_axis_kernel_b m_axis_instrument s_axis_kernel} {
  if {[ipx::get_bus_interfaces $interface -of_objects $core] eq ""} {
    error "package_xo.tcl: Vivado found no bus interface $interface"
  }
  ipx::associate_bus_interfaces -busif $interface -clock ap_clk $core
}
ipx::associate_bus_interfaces -clock ap_clk -reset ap_rst_n $core

# Addresses are 64 bits wide, as Vitis wants of every master.
set master [ipx::get_bus_interfaces m_axi_host -of_objects $core]
set parameter [ipx::add_bus_parameter MAX_BURST_LENGTH $master]
set_property value 64 $parameter
set parameter [ipx::add_bus_parameter NUM_WRITE_OUTSTANDING $master]
set_property value 8 $parameter
set parameter [ipx::add_bus_parameter NUM_READ_OUTSTANDING $master]
set_property value 1 $parameter

# ---- The registers that hold addresses are the kernel's arguments: they tell Vitis and XRT which memory the master reaches. The
# offsets are those of rtl/spec/layout.toml; the host writes these registers itself.
set map [ipx::get_memory_maps s_axi_control -of_objects $core]
set block [ipx::get_address_blocks -of_objects $map]
foreach {name offset} {record_ring 0x080 record_status 0x08c command_ring 0x09c} {
  set register [ipx::add_register $name $block]
  set_property address_offset $offset $register
  set_property size 64 $register
  set parameter [ipx::add_register_parameter ASSOCIATED_BUSIF $register]
  set_property value m_axi_host $parameter
}

# ---- A MAC cannot wait: a full line buffer cuts frames and counts them.
set stalls [ipx::get_user_parameters LineStalls -of_objects $core]
if {$stalls ne ""} {
  set_property value 0 $stalls
  set_property value 0 [ipx::get_hdl_parameters LineStalls -of_objects $core]
}

set_property sdx_kernel true $core
set_property sdx_kernel_type rtl $core
set_property supported_families {} $core
set_property auto_family_support_level level_2 $core
set_property xpm_libraries {} $core
ipx::create_xgui_files $core
ipx::update_checksums $core
ipx::check_integrity -kernel $core
ipx::save_core $core
close_project -delete

package_xo -force -xo_path $output -kernel_name $kernel -ctrl_protocol user_managed -ip_directory $packaged
