from yinju.eval.swaps.generate import swaps as swaps
from yinju.eval.swaps.types import KINDS as KINDS
from yinju.eval.swaps.types import Swap as Swap
