"""Persisted tables, one module per concern; importing this package declares them all."""

from desktop.models.audit import AuditEntry
from desktop.models.base import Base
from desktop.models.delivery import Delivery, DeliveryItem, DeliveryReceipt
from desktop.models.exchange import (
    Batch,
    BatchItem,
    JointDecision,
    OfficeKey,
    ReadReceipt,
    Receipt,
    ReceivedBatch,
    ReceivedItem,
    Withdrawal,
    WithheldEntry,
)
from desktop.models.item import (
    Counter,
    Document,
    Draft,
    EarlierPublication,
    HitRelease,
    Item,
    Publication,
    Revision,
    SetAside,
)
from desktop.models.organization import Account, Agency, Office, SigningKey
from desktop.models.registers import Catalogue, CatalogueRow, ListedWord, NegativeEntry, OfficePhone
from desktop.models.registration import CleanCopy, Correction, LedgerImport, LedgerImportItem
from desktop.models.review import FormTemplate, InkScan, ReferralEntry, SignOff, StandIn

__all__ = [
    "Account",
    "Agency",
    "AuditEntry",
    "Base",
    "Batch",
    "BatchItem",
    "Catalogue",
    "CatalogueRow",
    "CleanCopy",
    "Correction",
    "Counter",
    "Delivery",
    "DeliveryItem",
    "DeliveryReceipt",
    "Document",
    "Draft",
    "EarlierPublication",
    "FormTemplate",
    "HitRelease",
    "InkScan",
    "Item",
    "JointDecision",
    "LedgerImport",
    "LedgerImportItem",
    "ListedWord",
    "NegativeEntry",
    "Office",
    "OfficeKey",
    "OfficePhone",
    "Publication",
    "ReadReceipt",
    "Receipt",
    "ReceivedBatch",
    "ReceivedItem",
    "ReferralEntry",
    "Revision",
    "SetAside",
    "SignOff",
    "SigningKey",
    "StandIn",
    "Withdrawal",
    "WithheldEntry",
]
