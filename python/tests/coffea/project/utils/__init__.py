from . import bookkeeping as bookkeeping
from . import clients as clients
from . import file_input as file_input
from . import normalisation as normalisation
from . import schemas as schemas
from . import selections as selections
from . import systematics as systematics
from .config import config as config
