from tests.admin.conftest import shipped_bank

__all__ = ["shipped_bank"]
