"""Writes every_primitive.nir, gigantic.nir and dangling.nir with the reference implementation of NIR
(github.com/neuromorphs/NIR at 7232ada6) and h5py 3.16.

every_primitive.nir: every primitive, gzip, both spellings of padding, other number types, a nested
graph, metadata. The graph makes no sense; only its bytes matter.
gigantic.nir: a LIF whose r has 2^27 numbers, none of which is stored.
dangling.nir: inside the sub-graph lif1 the neuron is called lif1 too, but the edges call it lif, as a
published graph of the NIR paper does.
"""

import h5py
import nir
import numpy as np

f32 = lambda *shape: np.arange(1, 1 + np.prod(shape), dtype=np.float32).reshape(shape) / 4
f64 = lambda *shape: f32(*shape).astype(np.float64)

inner = nir.NIRGraph(
    nodes={
        "input": nir.Input(input_type={"input": np.array([3])}),
        "li": nir.LI(tau=f32(3), r=f32(3), v_leak=f32(3)),
        "output": nir.Output(output_type={"output": np.array([3])}),
    },
    edges=[("input", "li"), ("li", "output")],
    metadata={"made_by": "hand"},
)
nodes = {
    "input": nir.Input(input_type={"input": np.array([2, 5, 7])}),
    "output": nir.Output(output_type={"output": np.array([1, 1, 3])}),
    "affine": nir.Affine(weight=f32(3, 4), bias=f64(3), metadata={"epochs": 7, "loss": f32(2)}),
    "linear": nir.Linear(weight=f64(4, 3)),
    "linear_int8": nir.Linear(weight=np.array([[-128, 127], [0, 3]], dtype=np.int8)),
    "linear_uint8": nir.Linear(weight=np.array([[255, 1], [0, 3]], dtype=np.uint8)),
    "linear_int16": nir.Linear(weight=np.array([[-32768, 1], [0, 3]], dtype=np.int16)),
    "linear_half": nir.Linear(weight=np.array([[0.5, 1], [0, 3]], dtype=np.float16)),
    "linear_big_endian": nir.Linear(weight=np.array([[0.5, 1], [0, 3]], dtype=">f4")),
    "scale": nir.Scale(scale=np.float64(2.5)),
    "conv1d": nir.Conv1d(
        input_shape=9, weight=f32(4, 1, 3), stride=1, padding="same", dilation=2, groups=2,
        bias=f32(4),
    ),
    "conv2d": nir.Conv2d(
        input_shape=(5, 7), weight=f32(3, 2, 3, 2), stride=2, padding=(1, 0), dilation=1, groups=1,
        bias=f32(3),
    ),
    "conv2d_valid": nir.Conv2d(
        input_shape=(5, 7), weight=f32(3, 2, 3, 2), stride=(2, 1), padding="valid", dilation=(1, 2),
        groups=1, bias=f32(3),
    ),
    "sumpool2d": nir.SumPool2d(
        kernel_size=np.array([2, 3]), stride=np.array([2, 1]), padding=np.array([0, 1])
    ),
    "avgpool2d": nir.AvgPool2d(
        kernel_size=np.array([2, 2]), stride=np.array([2, 2]), padding=np.array([0, 0])
    ),
    "flatten": nir.Flatten(input_type={"input": np.array([2, 5, 7])}, start_dim=0, end_dim=-1),
    "delay": nir.Delay(delay=f64(3)),
    "threshold": nir.Threshold(threshold=f32(3)),
    "i": nir.I(r=f32(3)),
    "if": nir.IF(r=f32(3), v_threshold=f32(3), v_reset=f32(3)),
    "lif": nir.LIF(tau=f32(3), r=f32(3), v_leak=f32(3), v_threshold=f32(3)),
    "lif_scalar": nir.LIF(
        tau=np.float64(0.01), r=np.float64(1), v_leak=np.float64(0), v_threshold=np.float64(1),
        v_reset=np.float64(0)
    ),
    "cubali": nir.CubaLI(tau_syn=f32(3), tau_mem=f32(3), r=f32(3), v_leak=f32(3)),
    "cubalif": nir.CubaLIF(
        tau_syn=f32(3), tau_mem=f32(3), r=f32(3), v_leak=f32(3), v_threshold=f32(3), w_in=f32(3)
    ),
    "graph": inner,
}
edges = [("input", "conv2d"), ("affine", "lif"), ("lif", "output")]
nir.write("every_primitive.nir", nir.NIRGraph(nodes, edges, type_check=False))

with h5py.File("gigantic.nir", "w") as file:
    node = file.create_group("node")
    node["type"] = "NIRGraph"
    lif = node.create_group("nodes/n")
    lif["type"] = "LIF"
    for name in ["tau", "v_leak", "v_threshold"]:
        lif[name] = f32(1)
    lif.create_dataset("r", (1 << 27,), "f4", chunks=(1024,), compression="gzip")

with h5py.File("dangling.nir", "w") as file:
    node = file.create_group("node")
    node["type"] = "NIRGraph"
    inner = node.create_group("nodes/lif1")
    inner["type"] = "NIRGraph"
    for name, kind in [("input", "Input"), ("lif1", "Threshold"), ("output", "Output")]:
        inner[f"nodes/{name}/type"] = kind
        inner[f"nodes/{name}/{'threshold' if kind == 'Threshold' else 'shape'}"] = (
            f32(1) if kind == "Threshold" else np.array([1])
        )
    inner["edges"] = [["input", "lif"], ["lif", "output"]]
    for name, kind in [("input", "Input"), ("output", "Output")]:
        node[f"nodes/{name}/type"] = kind
        node[f"nodes/{name}/shape"] = np.array([1])
    node["edges"] = [["input", "lif1"], ["lif1", "output"]]
