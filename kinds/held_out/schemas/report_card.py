from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class SubjectResult(BaseModel):
    subject: str
    teacher: str
    grade: str = Field(description="Letter grade for attainment, with plus or minus")
    effort: int = Field(description="Effort grade")
    exam_percent: int | None = Field(
        None, description="Examination mark; empty where there was no exam"
    )
    comment: str = Field(description="The subject teacher's remark")


class ReportCard(BaseModel):
    child: str = Field(description="Name of the pupil exactly as shown")
    child_id: str = Field(description="School's number for the child")
    form: str = Field(description="Form or tutor group")
    term: str = Field(description="Which term the report is about")
    written_on: date
    form_teacher: str = Field(description="Name of the tutor")
    half_days_missed_with_leave: int = Field(description="Absences that were authorised")
    half_days_missed_without_leave: int
    late_arrivals: int = Field(description="How often the child came late")
    attendance_percent: Decimal
    merit_award: Literal["Bronze", "Silver", "Gold"] | None = Field(
        None, description="Level of the merit certificate that is ticked"
    )
    owes_library_books: bool = Field(description="Whether library books are still out")
    parents_evening: date | None = Field(
        None, description="Day when parents are invited to meet the teachers"
    )
    next_term_starts: date
    rank_in_class: int | None = Field(None, description="The child's place in the form")
    birth_date: date | None = None
    results: list[SubjectResult] = Field(description="One entry for each subject")
