"""Re-exports every model for Django's discovery. Nobody imports from here."""

from assessment.accounts.models import User as User
from assessment.bank.models import Competency as Competency
from assessment.bank.models import LectureClaim as LectureClaim
from assessment.bank.models import LevelCut as LevelCut
from assessment.bank.models import LevelDescription as LevelDescription
from assessment.bank.models import Option as Option
from assessment.bank.models import Part as Part
from assessment.bank.models import Publication as Publication
from assessment.bank.models import Question as Question
from assessment.bank.models import QuestionVersion as QuestionVersion
from assessment.bank.models import Reference as Reference
from assessment.bank.models import Skill as Skill
from assessment.bank.models import Source as Source
from assessment.delivery.models import Attempt as Attempt
from assessment.delivery.models import AttemptItem as AttemptItem
from assessment.delivery.models import Quiz as Quiz
from assessment.delivery.models import QuizItem as QuizItem
