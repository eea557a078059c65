"""What our commands make is for its owner only, whatever the machine would give to everybody."""

from pathlib import Path

from tests.cli.newcomer import Newcomer


def test_a_register_is_made_for_its_owner_only(tmp_path: Path) -> None:
    newcomer = Newcomer(tmp_path)
    newcomer.says("register", "migrate", PUTRIGHT_REGISTER_URL="sqlite:///var/below/register.db")

    folders, files = [tmp_path / "var", tmp_path / "var" / "below"], [*(tmp_path / "var" / "below").iterdir()]

    assert [each.stat().st_mode & 0o777 for each in folders] == [0o700] * 2
    assert {each.stat().st_mode & 0o777 for each in files} == {0o600}
